"""Backups and snapshots: all of a registry in one file, as its database keeps it or as text, and back.

Map: ``backup`` and ``restore`` · ``snapshot`` and ``load``, whose text is in ``lines`` · ``compare`` two snapshots ·
``files`` written whole or not at all.
"""
