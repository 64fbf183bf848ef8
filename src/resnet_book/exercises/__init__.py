"""Checks for the exercises: what a reader wrote, tested, with a hint where it is wrong.

    >>> from resnet_book.exercises.residual import check_option_a
    >>> check_option_a(my_function)

Each chapter's checks have a module of their own, named after the chapter's notebook.
"""
