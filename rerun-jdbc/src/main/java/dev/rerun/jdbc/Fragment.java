package dev.rerun.jdbc;

import java.util.Collection;
import java.util.stream.Collectors;

/** A piece of SQL with its parameters. */
record Fragment(String sql, Binding binding) {
    static Fragment of(String sql) {
        return new Fragment(sql, Binding.NONE);
    }

    /** A condition with a place {@code %s} for a list of texts. */
    static Fragment among(String condition, Collection<String> texts) {
        String places = texts.stream().map(text -> "?").collect(Collectors.joining(", "));
        return new Fragment(condition.formatted(places), parameters -> {
            for (String text : texts) {
                parameters.text(text);
            }
        });
    }
}
