package dev.rerun.reliability.mutations;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A passage of a source file, and what is put in its place.
 *
 * @param file the file, as seen from the project's root
 * @param text the passage, which occurs once
 */
record Edit(String file, String text, String replacement) {
    /** How often the passage occurs in a copy of the sources. */
    int occurrences(Path root) {
        String source = read(root);
        int count = 0;
        for (int at = source.indexOf(text); at >= 0; at = source.indexOf(text, at + text.length())) {
            count++;
        }
        return count;
    }

    void apply(Path root) {
        String source = read(root);
        int at = source.indexOf(text);
        if (at < 0) {
            throw new IllegalStateException(file + " has no such passage: " + text);
        }
        write(root, source.substring(0, at) + replacement + source.substring(at + text.length()));
    }

    /** Makes the file in the copy what it is in the project; it is younger than what was compiled of it. */
    void undo(Path root, Path project) {
        write(root, read(project));
    }

    private void write(Path root, String source) {
        try {
            Files.writeString(root.resolve(file), source);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String read(Path root) {
        try {
            return Files.readString(root.resolve(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
