"""The enrolment scheme: whether somebody may practise for insured patients here, and what ends it.

Map: ``assess`` the scheme · ``conditions`` what an applicant must meet · ``duties`` what is to be done, with last
days · ``endings`` what ends or suspends an enrolment.
"""
