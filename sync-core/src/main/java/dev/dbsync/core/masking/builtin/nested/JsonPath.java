package dev.dbsync.core.masking.builtin.nested;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * A path into a JSON document: {@code $.customer.email}, {@code $.items[*].phone}, {@code $['a.b'][0]}, {@code $.*},
 * {@code $..token}. It names what stands there and all below that.
 */
final class JsonPath {

    /** The nearer to a place's own name, the more a path has to say of it. */
    static final Comparator<JsonPath> MOST_SPECIFIC_FIRST = Comparator.comparingInt(JsonPath::deep)
            .thenComparingInt(JsonPath::wild)
            .thenComparing(Comparator.comparingInt(JsonPath::length).reversed())
            .thenComparing(JsonPath::text);

    private final String text;
    private final List<Step> steps = new ArrayList<>();
    private int at;

    /**
     * @param name of a member; null for any member or element
     * @param index of an element; -1 for any
     * @param elements whether it is of elements alone
     * @param deep whether it may be met at any depth
     */
    private record Step(String name, int index, boolean elements, boolean deep) {

        boolean isWild() {
            return name == null && index < 0;
        }

        boolean meetsMember(String member) {
            return !elements && (name == null || name.equals(member));
        }

        boolean meetsElement(int element) {
            return name == null && (index < 0 || index == element);
        }
    }

    private JsonPath(String text) {
        this.text = text;
    }

    /** @throws IllegalArgumentException when it is none; the message says what one looks like */
    static JsonPath of(String text) {
        JsonPath path = new JsonPath(text);
        path.read();
        return path;
    }

    String text() {
        return text;
    }

    int length() {
        return steps.size();
    }

    boolean isDeep(int step) {
        return steps.get(step).deep();
    }

    /** Whether the step leads to the member. */
    boolean meets(int step, String member) {
        return steps.get(step).meetsMember(member);
    }

    /** Whether the step leads to the element. */
    boolean meets(int step, int element) {
        return steps.get(step).meetsElement(element);
    }

    private int deep() {
        return (int) steps.stream().filter(Step::deep).count();
    }

    private int wild() {
        return (int) steps.stream().filter(Step::isWild).count();
    }

    private void read() {
        if (text.isEmpty() || text.charAt(0) != '$') {
            throw wrong();
        }
        at = 1;
        while (at < text.length()) {
            boolean deep = text.startsWith("..", at);
            if (deep) {
                at += 2;
                steps.add(next('[') ? bracket(true) : name(true));
            } else if (next('.')) {
                at++;
                steps.add(name(false));
            } else if (next('[')) {
                steps.add(bracket(false));
            } else {
                throw wrong();
            }
        }
    }

    private boolean next(char c) {
        return at < text.length() && text.charAt(at) == c;
    }

    private Step name(boolean deep) {
        int from = at;
        while (at < text.length() && text.charAt(at) != '.' && text.charAt(at) != '[') {
            at++;
        }
        String name = text.substring(from, at);
        if (name.isEmpty()) {
            throw wrong();
        }
        return name.equals("*") ? new Step(null, -1, false, deep) : new Step(name, -1, false, deep);
    }

    private Step bracket(boolean deep) {
        int from = at + 1;
        char quote = from < text.length() ? text.charAt(from) : ']';
        if (quote == '\'' || quote == '"') {
            int end = text.indexOf(quote + "]", from + 1);
            if (end < 0) {
                throw wrong();
            }
            at = end + 2;
            return new Step(text.substring(from + 1, end), -1, false, deep);
        }
        int end = text.indexOf(']', from);
        String inside = end < 0 ? "" : text.substring(from, end);
        at = end + 1;
        if (inside.equals("*")) {
            return new Step(null, -1, true, deep);
        }
        if (!inside.matches("[0-9]{1,9}")) {
            throw wrong();
        }
        return new Step(null, Integer.parseInt(inside), true, deep);
    }

    private IllegalArgumentException wrong() {
        return new IllegalArgumentException(
                "'" + text
                        + "' is no path: write as in $.customer.email, $.items[*].phone, $.items[0], $['a.b'], $.* or $..token");
    }
}
