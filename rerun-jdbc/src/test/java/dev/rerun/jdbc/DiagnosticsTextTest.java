package dev.rerun.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rerun.api.Diagnostic;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class DiagnosticsTextTest {
    @Example
    void putsEachRemarkOnALineOfItsOwn() {
        List<Diagnostic> diagnostics = List.of(
                Diagnostic.of("no-contract"), new Diagnostic("failed", "first\nsecond"), new Diagnostic("rate", "2"));

        assertThat(DiagnosticsText.write(diagnostics)).isEqualTo("no-contract\nfailed: first\n\tsecond\nrate: 2");
        assertThat(DiagnosticsText.write(List.of())).isEmpty();
    }

    @Property(tries = 2000)
    void readsBackWhatWasWritten(@ForAll("remarks") List<Diagnostic> diagnostics) {
        assertThat(DiagnosticsText.read(DiagnosticsText.write(diagnostics))).isEqualTo(diagnostics);
    }

    @Provide
    Arbitrary<List<Diagnostic>> remarks() {
        Arbitrary<String> details = Arbitraries.oneOf(
                Arbitraries.strings().withChars("\n\r\t\\:a \u2028\u0000").ofMaxLength(8),
                Arbitraries.strings().ofMaxLength(4));
        return Combinators.combine(Arbitraries.of("a", "no-contract", "x9-"), details)
                .as(Diagnostic::new)
                .list()
                .ofMaxSize(5);
    }
}
