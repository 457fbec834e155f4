"""Articles in, records out: a spaCy pipeline of one component for each kind of value.

>>> make_nlp().pipe_names
['dates', 'provinces', 'units', 'officials', 'campaigns', 'awards', 'events', 'roles']
"""

from extract.pipeline import PIPELINE_VERSION, make_nlp, read_record

__all__ = ["PIPELINE_VERSION", "make_nlp", "read_record"]
