package dev.dbsync.core.script;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads a statement's tokens from left to right by keyword, for what its first words alone decide. */
final class Words {

    private final String text;
    private final List<Token> tokens;
    private int at;

    Words(String text, List<Token> tokens) {
        this.text = text;
        this.tokens = tokens;
    }

    /** The keyword or symbol at the reading position; empty for a quoted name, a string, or the end. */
    String peek() {
        return peek(0);
    }

    String peek(int ahead) {
        return at + ahead < tokens.size() ? tokens.get(at + ahead).word(text) : "";
    }

    boolean atEnd() {
        return at >= tokens.size();
    }

    /** Steps over these words when they all stand here, one after the other. */
    boolean take(String... words) {
        for (int i = 0; i < words.length; i++) {
            if (!peek(i).equals(words[i])) {
                return false;
            }
        }
        at += words.length;
        return true;
    }

    /** How many tokens were stepped over. */
    int position() {
        return at;
    }

    void skip() {
        at++;
    }

    /** A name of one, two or three parts. */
    Optional<SqlName> takeName() {
        Optional<String> schema = Optional.empty();
        while (!atEnd() && tokens.get(at).isName()) {
            String part = tokens.get(at++).name(text);
            if (!take(".")) {
                return Optional.of(new SqlName(schema, part));
            }
            schema = Optional.of(part);
        }
        return Optional.empty();
    }

    /** The parts of a name, however many. */
    List<String> takeNameParts() {
        List<String> parts = new ArrayList<>();
        do {
            if (atEnd() || !tokens.get(at).isName()) {
                return List.of();
            }
            parts.add(tokens.get(at++).name(text));
        } while (take("."));
        return parts;
    }

    /** What the string at the reading position says. */
    Optional<String> takeString() {
        return !atEnd() && tokens.get(at).isString()
                ? Optional.of(tokens.get(at++).value(text))
                : Optional.empty();
    }

    /** Whether one of these words stands anywhere from here on, outside parentheses. */
    boolean ahead(Set<String> words) {
        int depth = 0;
        for (Token token : tokens.subList(Math.min(at, tokens.size()), tokens.size())) {
            String word = token.word(text);
            if (word.equals("(")) {
                depth++;
            } else if (word.equals(")")) {
                depth--;
            } else if (depth == 0 && words.contains(word)) {
                return true;
            }
        }
        return false;
    }

    /** The tokens between a pair of parentheses that opens here; none when none opens. */
    List<Token> takeParentheses() {
        if (!peek().equals("(")) {
            return List.of();
        }
        int from = at + 1;
        int depth = 0;
        while (!atEnd()) {
            String word = peek();
            at++;
            if (word.equals("(")) {
                depth++;
            } else if (word.equals(")") && --depth == 0) {
                return tokens.subList(from, at - 1);
            }
        }
        return tokens.subList(from, tokens.size());
    }
}
