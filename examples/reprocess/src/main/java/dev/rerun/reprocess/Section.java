package dev.rerun.reprocess;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** A part of the configuration: keys with values, and the place where it stands, for messages. */
final class Section {
    private final String file;
    private final String place;
    private final JsonNode node;
    private final Placeholders placeholders;

    /** The place of the whole file is empty. */
    Section(String file, String place, JsonNode node, Placeholders placeholders) {
        this.file = file;
        this.place = place;
        this.node = node.isNull() || node.isMissingNode() ? JsonNodeFactory.instance.objectNode() : node;
        this.placeholders = placeholders;
        if (!this.node.isObject()) {
            throw new RefusedException(here() + " has no keys of its own; see --print-config for what belongs there");
        }
    }

    /** Refuses keys that mean nothing. */
    Section knowingOnly(Set<String> keys) {
        node.propertyNames().stream()
                .filter(key -> !keys.contains(key))
                .findFirst()
                .ifPresent(unknown -> {
                    throw new RefusedException(place(unknown) + " is unknown; known are "
                            + keys.stream().sorted().toList());
                });
        return this;
    }

    boolean has(String key) {
        return node.hasNonNull(key);
    }

    /** The keys, in the file's order. */
    List<String> keys() {
        return List.copyOf(node.propertyNames());
    }

    /** The part under a key, which may be left out. */
    Section section(String key) {
        return new Section(file, dotted(key), node.path(key), placeholders);
    }

    /** The parts of the list under a key. */
    List<Section> sections(String key) {
        List<Section> sections = new ArrayList<>();
        for (JsonNode each : list(key)) {
            sections.add(new Section(file, dotted(key) + "[" + sections.size() + "]", each, placeholders));
        }
        return sections;
    }

    /** A value that must be there. */
    String text(String key) {
        String value = textOrNull(key);
        if (value == null || value.isBlank()) {
            throw new RefusedException(place(key) + " is missing; see --print-config for an example");
        }
        return value;
    }

    String text(String key, String otherwise) {
        return has(key) ? text(key) : otherwise;
    }

    @Nullable
    String textOrNull(String key) {
        return has(key) ? scalar(key, node.path(key)) : null;
    }

    /** The values of the list under a key, at least one. */
    List<String> texts(String key) {
        List<String> values = new ArrayList<>();
        list(key).forEach(each -> values.add(scalar(key, each)));
        if (values.isEmpty()) {
            throw new RefusedException(place(key) + " is empty; give at least one value");
        }
        return values;
    }

    /** The values of the list under a key, with the types that they have in the file; texts may be placeholders. */
    List<Object> values(String key) {
        List<Object> values = new ArrayList<>();
        for (JsonNode each : list(key)) {
            values.add(typed(key, each));
        }
        return values;
    }

    boolean truth(String key, boolean otherwise) {
        return has(key) ? parsed(key, Section::truth) : otherwise;
    }

    int number(String key, int otherwise) {
        return has(key) ? parsed(key, Integer::parseInt) : otherwise;
    }

    Duration duration(String key, Duration otherwise) {
        return has(key) ? parsed(key, DurationText::parse) : otherwise;
    }

    /** A value that must be there, read by a parser which throws an {@link IllegalArgumentException}. */
    <T> T parsed(String key, Function<String, T> parser) {
        String value = text(key);
        try {
            return parser.apply(value);
        } catch (IllegalArgumentException e) {
            throw refused(key, e);
        }
    }

    /** What is wrong with the value of a key. */
    RefusedException refused(String key, RuntimeException why) {
        String words = why instanceof NumberFormatException
                ? "'" + textOrNull(key) + "' is no whole number"
                : why.getMessage();
        return new RefusedException(place(key) + ": " + words, why);
    }

    /** Where this part stands, in words. */
    String here() {
        return place.isEmpty() ? file : place + " in " + file;
    }

    String place(String key) {
        return dotted(key) + " in " + file;
    }

    private String dotted(String key) {
        return place.isEmpty() ? key : place + "." + key;
    }

    private JsonNode list(String key) {
        JsonNode list = node.path(key);
        if (!list.isArray()) {
            throw new RefusedException(place(key) + " is no list; write it as [a, b]");
        }
        return list;
    }

    private String scalar(String key, JsonNode value) {
        if (!value.isValueNode() || value.isNull()) {
            throw new RefusedException(place(key) + " is no plain value; see --print-config for an example");
        }
        return placeholders.resolve(value.asString(), place(key));
    }

    private Object typed(String key, JsonNode value) {
        if (value.isBoolean()) {
            return value.booleanValue();
        }
        if (value.isIntegralNumber() && value.canConvertToLong()) {
            return value.longValue();
        }
        return value.isNumber() ? value.decimalValue() : scalar(key, value);
    }

    private static boolean truth(String value) {
        return switch (value) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException("'" + value + "' is neither true nor false");
        };
    }
}
