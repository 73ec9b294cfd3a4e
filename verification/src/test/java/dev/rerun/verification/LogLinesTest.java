package dev.rerun.verification;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The lines worth an alert stand in the tables of the docs, all of them and no others. */
class LogLinesTest {
    private static final Path ROOT = Path.of("..");
    private static final List<String> PAGES = List.of("docs/observability.md", "docs/kafka.md");

    private static final String LITERAL = "\"((?:[^\"\\\\]|\\\\.)*)\"";
    private static final Pattern LITERALS = Pattern.compile(LITERAL);
    private static final Pattern MESSAGE = Pattern.compile(
            "\\b(?:log|LOG)\\s*\\.\\s*(?:warn|error)\\(\\s*(" + LITERAL + "(?:\\s*\\+\\s*" + LITERAL + ")*)\\s*[,)]");
    private static final Pattern CALL =
            Pattern.compile("(?:log|LOG)\\s*\\.\\s*(?:warn|error)|::(?:warn|error)\\b|at(?:Warn|Error)\\(|atLevel\\(");
    private static final Pattern ROW = Pattern.compile("\\| `([^`]+)` \\|.*");

    @Test
    void areThoseOfTheSources() throws IOException {
        List<String> written = new ArrayList<>();
        for (Path source : sources()) {
            written.addAll(messages(Files.readString(source), source));
        }
        List<String> described = new ArrayList<>();
        for (String page : PAGES) {
            described.addAll(rows(Files.readAllLines(ROOT.resolve(page))));
        }

        assertThat(written).hasSizeGreaterThan(20);
        assertThat(described).doesNotHaveDuplicates().hasSameElementsAs(written);
    }

    private static List<Path> sources() throws IOException {
        List<Path> sources = new ArrayList<>();
        try (Stream<Path> modules = Files.list(ROOT)) {
            for (Path module : modules.filter(LogLinesTest::isLibrary).toList()) {
                try (Stream<Path> files = Files.walk(module.resolve("src/main/java"))) {
                    files.filter(file -> file.toString().endsWith(".java")).forEach(sources::add);
                } catch (UncheckedIOException e) {
                    throw e.getCause();
                }
            }
        }
        return sources;
    }

    private static boolean isLibrary(Path module) {
        return module.getFileName().toString().startsWith("rerun-");
    }

    /** What a source says at WARN and ERROR, of which a person can read all. */
    private static List<String> messages(String source, Path file) {
        List<String> messages = MESSAGE.matcher(source)
                .results()
                .map(call -> String.join(
                        "",
                        LITERALS.matcher(call.group(1))
                                .results()
                                .map(literal -> literal.group(1))
                                .toList()))
                .toList();
        assertThat(CALL.matcher(source).results().map(MatchResult::group))
                .as("calls in %s whose message is a literal", file)
                .hasSameSizeAs(messages);
        return messages;
    }

    /** The lines of the tables that begin with the word, with empty braces for what is filled in. */
    private static List<String> rows(List<String> page) {
        List<String> rows = new ArrayList<>();
        boolean inTable = false;
        for (String line : page) {
            inTable = line.equals("| line | means | do |") || (inTable && line.startsWith("|"));
            var row = ROW.matcher(line);
            if (inTable && row.matches()) {
                rows.add(row.group(1).replaceAll("\\{[^}]*}", "{}"));
            }
        }
        return rows;
    }
}
