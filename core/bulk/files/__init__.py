"""Data frames in and out: what is told as columns, what is answered as tables.

Map: ``reading`` files of records · ``faults`` where one is wrong · ``splitting`` frames of them · ``frames`` as what
the engine reads · ``doctors`` codes as numbers · ``facts`` frames as facts about one doctor · ``tables`` answers as
tables · ``parts`` of a run, and the result that they make.
"""
