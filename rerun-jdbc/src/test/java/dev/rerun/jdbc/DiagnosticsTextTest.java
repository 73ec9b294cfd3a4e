package dev.rerun.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rerun.api.Diagnostic;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DiagnosticsTextTest {
    private static final String AWKWARD = "\n\r\t\\:a \u2028\u0000";
    private static final List<String> CODES = List.of("a", "no-contract", "x9-");

    @Test
    void putsEachRemarkOnALineOfItsOwn() {
        List<Diagnostic> diagnostics = List.of(
                Diagnostic.of("no-contract"), new Diagnostic("failed", "first\nsecond"), new Diagnostic("rate", "2"));

        assertThat(DiagnosticsText.write(diagnostics)).isEqualTo("no-contract\nfailed: first\n\tsecond\nrate: 2");
        assertThat(DiagnosticsText.write(List.of())).isEmpty();
    }

    @Test
    void readsBackWhatWasWritten() {
        for (long seed = 1; seed <= 2_000; seed++) {
            List<Diagnostic> diagnostics = remarks(new Random(seed));
            assertThat(DiagnosticsText.read(DiagnosticsText.write(diagnostics)))
                    .as("seed %s", seed)
                    .isEqualTo(diagnostics);
        }
    }

    private static List<Diagnostic> remarks(Random random) {
        List<Diagnostic> remarks = new ArrayList<>();
        for (int i = random.nextInt(6); i > 0; i--) {
            StringBuilder detail = new StringBuilder();
            for (int length = random.nextInt(9); length > 0; length--) {
                detail.append(
                        random.nextInt(4) == 0
                                ? (char) random.nextInt(Character.MAX_VALUE + 1)
                                : AWKWARD.charAt(random.nextInt(AWKWARD.length())));
            }
            remarks.add(new Diagnostic(CODES.get(random.nextInt(CODES.size())), detail.toString()));
        }
        return remarks;
    }
}
