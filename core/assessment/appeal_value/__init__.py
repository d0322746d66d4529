"""What an appeal is worth: the smallest sets of records whose removal changes a standing.

Map: ``value`` the question and its answer · ``search`` sets by size · ``states`` an account without some records ·
``sanctions`` what would still follow · ``outlook`` bounds that spare a search.
"""
