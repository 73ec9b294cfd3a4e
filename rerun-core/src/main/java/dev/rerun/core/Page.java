package dev.rerun.core;

import dev.rerun.api.RerunEngine;

/** The pages of lists. */
final class Page {
    private Page() {}

    /** Checks how many lines a caller wants. */
    static int limit(int lines) {
        if (lines < 1 || lines > RerunEngine.PAGE_LIMIT) {
            throw new IllegalArgumentException("limit " + lines + " is out of range; give 1 to "
                    + RerunEngine.PAGE_LIMIT + ", and ask page by page");
        }
        return lines;
    }
}
