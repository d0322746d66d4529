"""How the site is built from these pages: ``python -m sphinx -W docs build/docs``.

Every warning is an error there: a dead link, an anchor that no page has, a page that no list of contents names.
"""

import re

from sphinx.application import Sphinx
from sphinx.search.en import SearchEnglish

project = "规矩 Guiju"
language = "en"
extensions = ["myst_parser"]
exclude_patterns = ["schema"]

myst_heading_anchors = 3
myst_url_schemes = ("http", "https", "mailto")

html_theme = "furo"
html_title = "规矩 Guiju"
html_copy_source = False
html_show_sphinx = False
html_show_copyright = False
html_search_language = "bilingual"
pygments_style = "default"


class Bilingual(SearchEnglish):
    """Search for pages that mix English and Chinese, which has no blanks between words.

    A run of Chinese is looked up by its single characters and its pairs, so that any part of it is found; the two
    splitters must say the same, as the index is made by one and the query by the other.
    """

    lang = "bilingual"  # the name of the stemmer in the browser comes from language_name, which is left as it is
    js_splitter_code = """
var splitQuery = (query) =>
  (query.match(/[\\u3400-\\u9fff]+|[^\\W\\u3400-\\u9fff]+/gu) || []).flatMap((run) =>
    /^[\\u3400-\\u9fff]{2,}$/.test(run)
      ? Array.from({ length: run.length - 1 }, (_, at) => run.slice(at, at + 2))
      : [run]);
"""
    _run = re.compile(r"[\u3400-\u9fff]+|[^\W\u3400-\u9fff]+")

    def split(self, input: str) -> list[str]:  # noqa: A002 - Sphinx's own name
        """Return the words of a text, and of each run of Chinese its characters and pairs."""
        words: list[str] = []
        for run in self._run.findall(input):
            words.append(run) if run[0] < "\u3400" else words.extend(
                [*run, *(run[at : at + 2] for at in range(len(run) - 1))]
            )
        return words


def setup(app: Sphinx) -> dict[str, bool]:
    """Add the search to Sphinx."""
    app.add_search_language(Bilingual)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
