package dev.rerun.jdbc;

/** Texts that can be encoded, and so be stored. */
final class StorableText {
    private static final char REPLACEMENT = '\uFFFD';

    private StorableText() {}

    /** The text itself, or with replacements for halves of surrogate pairs, and for NUL where that cannot be stored. */
    static String of(String text, boolean withNul) {
        StringBuilder replaced = null;
        for (int i = 0; i < text.length(); i++) {
            char character = text.charAt(i);
            if (character > 0 && !Character.isSurrogate(character)) {
                continue;
            }
            if (!(character == 0 ? withNul : encodable(text, i))) {
                replaced = replaced == null ? new StringBuilder(text) : replaced;
                replaced.setCharAt(i, REPLACEMENT);
            }
        }
        return replaced == null ? text : replaced.toString();
    }

    private static boolean encodable(String text, int index) {
        char character = text.charAt(index);
        if (Character.isHighSurrogate(character)) {
            return index + 1 < text.length() && Character.isLowSurrogate(text.charAt(index + 1));
        }
        return !Character.isLowSurrogate(character) || (index > 0 && Character.isHighSurrogate(text.charAt(index - 1)));
    }
}
