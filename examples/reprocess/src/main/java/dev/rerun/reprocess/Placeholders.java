package dev.rerun.reprocess;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Puts the environment's variables in place of their names.
 *
 * @param environment the variables
 */
record Placeholders(Map<String, String> environment) {
    private static final Pattern NAME = Pattern.compile("\\$\\{([A-Za-z_][A-Za-z0-9_]*)}");

    Placeholders {
        environment = Map.copyOf(environment);
    }

    /** Replaces each <code>${NAME}</code> of a value; the place is where the value stands. */
    String resolve(String value, String place) {
        return NAME.matcher(value).replaceAll(found -> Matcher.quoteReplacement(value(found.group(1), place)));
    }

    private String value(String name, String place) {
        String value = environment.get(name);
        if (value == null) {
            throw new RefusedException(place + " needs the environment variable " + name + ", which is not set");
        }
        return value;
    }
}
