"""The rating scheme: a colour or grade, given or counted, and what it brings.

Map: ``assess`` the scheme · ``terms`` its facts and outcome · ``figures`` measured figures against limits ·
``consequences`` what a grade brings · ``sentences`` its steps in words.
"""
