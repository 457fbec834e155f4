"""Reports to occasions (gộp các bài về một sự kiện): what several articles tell of one occasion, counted once.

``frequencies`` and ``likeness`` compare texts, ``told`` reads what an event row is compared by, ``candidates`` finds
pairs worth scoring, ``scoring`` weighs them, ``clusters`` joins them; ``occasions``, ``movements`` and ``counting``
write what comes of it.
"""
