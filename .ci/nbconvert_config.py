"""LaTeX wants pictures as PDF: rsvg-convert makes them. As a list, since nbconvert 6.5 fills a string wrongly."""

c = get_config()  # noqa: F821
c.SVG2PDFPreprocessor.command = ["rsvg-convert", "-f", "pdf", "-o", "{to_filename}", "{from_filename}"]
