package dev.dbsync.core.backup;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * DDL in a file that psql can run, and that can be taken apart again without parsing: between two statements stands a
 * comment which is derived from all of them, and therefore in none.
 */
final class SchemaFile {

    static final String BEFORE_ROWS = "schema-before-rows.sql";
    static final String AFTER_ROWS = "schema-after-rows.sql";

    private SchemaFile() {}

    static void write(Path file, List<String> statements) throws IOException {
        String boundary = "-- "
                + Sha256.hex(
                        Sha256.digest().digest(String.join("\0", statements).getBytes(StandardCharsets.UTF_8)));
        StringBuilder text = new StringBuilder(boundary);
        for (String statement : statements) {
            text.append('\n').append(statement).append(";\n").append(boundary);
        }
        PrivateFiles.write(file, text.append('\n').toString().getBytes(StandardCharsets.UTF_8));
    }

    static List<String> read(Path file) throws IOException {
        String text = Files.readString(file);
        String boundary = text.substring(0, text.indexOf('\n'));
        List<String> statements = new ArrayList<>();
        int start = boundary.length() + 1;
        for (int end = text.indexOf(boundary, start); end >= 0; end = text.indexOf(boundary, start)) {
            // The semicolon and the end of its line are not the statement's.
            statements.add(text.substring(start, end - 2));
            start = end + boundary.length() + 1;
        }
        return statements;
    }
}
