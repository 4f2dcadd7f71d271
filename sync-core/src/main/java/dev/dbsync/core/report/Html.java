package dev.dbsync.core.report;

/** A page in the making. Whatever is not markup of ours is escaped. Not thread-safe. */
final class Html {

    private final StringBuilder page = new StringBuilder();

    /** Text between the tags of an element. */
    Html element(String tag, String text) {
        return open(tag).text(text).close(tag);
    }

    /** The start of an element, with attributes as they are written: names and values of ours only. */
    Html open(String tag) {
        page.append('<').append(tag).append('>');
        return this;
    }

    Html close(String tag) {
        int attributes = tag.indexOf(' ');
        page.append("</")
                .append(attributes < 0 ? tag : tag.substring(0, attributes))
                .append(">\n");
        return this;
    }

    Html text(String text) {
        page.append(escaped(text));
        return this;
    }

    /** Markup of ours. */
    Html raw(String markup) {
        page.append(markup);
        return this;
    }

    @Override
    public String toString() {
        return page.toString();
    }

    /** Control characters, which HTML does not allow, become visible ones. */
    static String escaped(String text) {
        StringBuilder escaped = new StringBuilder();
        text.codePoints().forEach(point -> {
            switch (point) {
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '&' -> escaped.append("&amp;");
                case '"' -> escaped.append("&quot;");
                case '\'' -> escaped.append("&#39;");
                default -> {
                    if (point < ' ' || point == 0x7f) {
                        escaped.appendCodePoint(point == 0x7f ? 0x2421 : 0x2400 + point);
                    } else {
                        escaped.appendCodePoint(point);
                    }
                }
            }
        });
        return escaped.toString();
    }
}
