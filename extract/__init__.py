"""Articles in, records out: one component for each kind of value.

>>> list(COMPONENTS)
['dates', 'provinces', 'units', 'officials', 'campaigns', 'awards', 'events', 'roles']
"""

from extract.pipeline import COMPONENTS, PIPELINE_VERSION, read_record

__all__ = ["COMPONENTS", "PIPELINE_VERSION", "read_record"]
