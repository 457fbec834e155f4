"""Units and persons across articles (thực thể): which names of many articles are one unit, which officials one person.

``places`` and ``names`` read a unit's name: its words, its place, whether it is national; ``mentions`` reads the names
of an article; ``resolving`` gives each the key of its unit; ``units`` and ``persons`` gather them; ``saving`` writes
them; ``report`` lists them.
"""
