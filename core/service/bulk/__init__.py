"""Assessing everyone at once: from the registry or from files, through both engines, into files.

Map: ``run`` a run, part by part · ``sources`` what a source is · ``files`` one of columnar files · ``registry`` the
registry as one · ``cluster`` parts done by the workers of a Dask cluster.
"""
