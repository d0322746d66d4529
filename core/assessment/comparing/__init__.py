"""Two answers side by side.

Map: ``differences`` what differs between them, item by item in ``items`` · ``impact`` what a change of the law does to
people, and the sums.
"""
