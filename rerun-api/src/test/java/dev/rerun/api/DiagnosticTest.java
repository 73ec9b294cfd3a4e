package dev.rerun.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class DiagnosticTest {
    private static final String LONGEST = "a123456789-123456789-123456789-123456789-123456789-123456789-123";

    @ParameterizedTest
    @ValueSource(strings = {"a", "z", "billed", "no-contract", "a0", "a9-", LONGEST})
    void aCodeIsOfLowerCaseLettersDigitsAndHyphens(String code) {
        assertThat(Diagnostic.of(code).toString()).isEqualTo(code);
        assertThat(new Diagnostic(code, "so it is").toString()).isEqualTo(code + ": so it is");
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {
                "",
                " ",
                "A",
                "aB",
                "1a",
                "-a",
                "a b",
                "a_b",
                "a:",
                "a/",
                "a`",
                "a{",
                "ä",
                "aé",
                "a\n",
                LONGEST + "4"
            })
    void anyOtherIsRefusedWithTheRemedy(String code) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Diagnostic.of(code))
                .withMessage("diagnostic code '" + code
                        + "' is malformed; use at most 64 lower-case letters, digits and hyphens, a letter first");
    }

    @Test
    @SuppressWarnings("NullAway") // the mistake
    void aDetailMayBeEmptyButNotMissing() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Diagnostic("billed", null))
                .withMessage("detail of diagnostic billed is missing; it may be empty");
    }
}
