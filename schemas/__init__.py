"""The words the stages exchange: pages, dates, records, vocabularies. No I/O but the reading of the vocabularies."""
