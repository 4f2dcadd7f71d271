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

    /** Text of several lines, which stay lines. */
    Html lines(String text) {
        String between = "";
        for (String line : text.split("\n")) {
            raw(between).text(line);
            between = "<br>\n";
        }
        return this;
    }

    /** Markup of ours. */
    Html raw(String markup) {
        page.append(markup);
        return this;
    }

    /** The start of a table, up to its first row. */
    Html table(String caption, String... heads) {
        open("table").element("caption", caption).raw("<thead><tr>");
        for (String head : heads) {
            element("th scope=\"col\"", head);
        }
        return raw("</tr></thead>\n<tbody>\n");
    }

    /** A row of texts. */
    Html row(String... cells) {
        open("tr");
        for (String cell : cells) {
            element("td", cell);
        }
        return close("tr");
    }

    Html endOfTable() {
        return close("tbody").close("table");
    }

    @Override
    public String toString() {
        return page.toString();
    }

    static String escaped(String text) {
        return VisibleText.of(text)
                .replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }
}
