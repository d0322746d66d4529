"""The points scheme: a doctor's account over periods, the standing that follows, and its sanctions with dates.

Map: ``assess`` the scheme · ``terms`` what an answer holds · ``tally`` what each record costs · ``course`` sanctions
in the order in which they came about · ``sanctions`` what a threshold brings, ``sanction_words`` how they are named ·
``standing`` the gravest of them on a day · ``lives`` what became of a record, ``stays`` when its execution is
suspended, ``contest`` and ``exposures`` what is open · ``appeals`` last days to object · ``repairs`` points given
back · ``succession`` what an earlier version left running · ``payment`` whether the fund pays · ``staff`` shares of
an institution's staff · ``notices`` what is made public · ``sentences`` its steps in words.
"""
