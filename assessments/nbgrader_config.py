"""Configuration of this course: plain nbgrader commands run here grade activities too."""

from casebook.grading.plugins import configure

c = get_config()  # noqa: F821 - nbgrader gives it

# A specimen course: a real one is a private copy with an id, a secret and items of its own.
c.CourseDirectory.course_id = "casebook-specimen"

configure(c)
