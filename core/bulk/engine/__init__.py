"""The columnar engine of the points scheme: NumPy arrays in, NumPy arrays out.

Map: ``plan`` a law in numbers · ``terms`` sanctions and how long they last · ``records`` what it is told · ``costs``
what each record costs · ``accounts`` what each decision does to an account · ``impositions`` which sanctions follow,
repetition included · ``docket`` their dates, and which takes the place of which · ``standings`` the gravest on a day ·
``headroom`` how far it is to the next · ``assess`` all of it · ``arrays`` days, periods and runs.
"""
