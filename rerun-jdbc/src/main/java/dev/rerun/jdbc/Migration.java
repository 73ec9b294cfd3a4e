package dev.rerun.jdbc;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * A shipped file of DDL that leads to a version of the schema, and records it. Each statement ends with a semicolon at the
 * end of a line; comments stand on lines of their own.
 */
record Migration(int version, String file) {
    List<String> statements() {
        return split(text());
    }

    static List<String> split(String text) {
        String withoutComments = text.lines()
                .filter(line -> !line.startsWith("--"))
                .reduce("", (before, line) -> before + line.stripTrailing() + "\n");
        return Arrays.stream(withoutComments.split(";\n"))
                .map(String::strip)
                .filter(statement -> !statement.isEmpty())
                .toList();
    }

    private String text() {
        // The module's own resources are found on the module path as well as on the class path.
        try (InputStream resource = Migration.class.getModule().getResourceAsStream(file)) {
            if (resource == null) {
                throw new IllegalStateException("the library lacks its file " + file + "; its jar is damaged");
            }
            return new String(resource.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
