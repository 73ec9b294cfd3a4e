package dev.rerun.reprocess;

import dev.rerun.api.EntryQuery;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** The configuration file. Its keys are checked when it is read, and values when they are asked for. */
final class Configuration {
    private static final YAMLMapper YAML = YAMLMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();
    private static final Set<String> KEYS =
            Set.of("server", "database", "limit", "delay", "order", "log", "approaches");
    private static final String APPROACHES = "approaches";
    private static final String DESCENDING = " descending";
    private static final String PRINTED = "reprocess.yaml";

    private final Section root;
    private final Section ready;

    private Configuration(Section root, Section ready) {
        this.root = root;
        this.ready = ready;
    }

    /** Reads a file. */
    static Configuration read(Path file, Placeholders placeholders) {
        try {
            Section root = parse(file.toString(), Files.readString(file), placeholders);
            Section ready = parse("the approaches that come with the tool", printed(), placeholders);
            return new Configuration(root, ready);
        } catch (NoSuchFileException e) {
            throw new RefusedException(
                    "there is no configuration file " + file + "; 'reprocess --print-config > " + PRINTED
                            + "' makes one to fill in",
                    e);
        } catch (IOException e) {
            throw new RefusedException("the configuration file " + file + " cannot be read: " + e, e);
        }
    }

    /** A configuration with everything that can be set, to be filled in. */
    static String printed() {
        try (InputStream in = Objects.requireNonNull(
                Configuration.class.getResourceAsStream(PRINTED), "the configuration's resource")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Section parse(String name, String text, Placeholders placeholders) {
        Section root;
        try {
            root = new Section(name, "", YAML.readTree(text), placeholders).knowingOnly(KEYS);
        } catch (JacksonException e) {
            throw new RefusedException(
                    name + " is no YAML, at line " + e.getLocation().getLineNr() + ": " + e.getOriginalMessage(), e);
        }
        root.section("server").knowingOnly(ServerSettings.KEYS);
        root.section("database").knowingOnly(DatabaseSettings.KEYS);
        Section approaches = root.section(APPROACHES);
        for (String approach : approaches.keys()) {
            approaches.sections(approach).forEach(ConditionReader::check);
        }
        return root;
    }

    ServerSettings server() {
        return ServerSettings.of(root.section("server"));
    }

    DatabaseSettings database() {
        return DatabaseSettings.of(root.section("database"));
    }

    /** How many packets a run sends at most. */
    long limit() {
        int limit = root.number("limit", 1000);
        if (limit < 1) {
            throw new RefusedException(root.place("limit") + ": " + limit + " is out of range; give 1 or more");
        }
        return limit;
    }

    /** How long a run waits after each packet. */
    Duration delay() {
        return root.duration("delay", Duration.ofSeconds(1));
    }

    /** The file with a line for each packet. */
    Path log() {
        return Path.of(root.text("log", "reprocess.log"));
    }

    /** What an approach selects. */
    EntryQuery approach(String name) {
        Section approaches = root.section(APPROACHES).has(name) ? root.section(APPROACHES) : ready.section(APPROACHES);
        if (!approaches.has(name)) {
            Set<String> known = new LinkedHashSet<>(root.section(APPROACHES).keys());
            known.addAll(approaches.keys());
            throw new RefusedException("there is no approach '" + name + "'; known are " + known);
        }
        List<Section> conditions = approaches.sections(name);
        if (conditions.isEmpty()) {
            throw new RefusedException(approaches.place(name)
                    + " has no condition and would select every packet; give one, or '- all: true' if that is meant");
        }
        return inOrder(ConditionReader.query(conditions));
    }

    /** The query with the order in which packets come. */
    EntryQuery inOrder(EntryQuery query) {
        EntryQuery ordered = query;
        for (String column : root.has("order") ? root.texts("order") : List.of("latest_trn_dtimes")) {
            ordered = column.endsWith(DESCENDING)
                    ? ordered.orderedByDescending(column.substring(0, column.length() - DESCENDING.length())
                            .strip())
                    : ordered.orderedBy(column);
        }
        return ordered;
    }
}
