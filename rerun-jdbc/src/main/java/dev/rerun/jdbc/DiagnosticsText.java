package dev.rerun.jdbc;

import dev.rerun.api.Diagnostic;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Diagnostics as a text that people can read in a query tool: a remark begins at the start of a line, as its code or its
 * code, a colon, a space and its detail; each further line of a detail begins with a tab. Reading gives back what was
 * written, character by character.
 */
final class DiagnosticsText {
    private static final String BREAK = "\n";
    private static final String BREAK_IN_DETAIL = "\n\t";
    private static final String SEPARATOR = ": ";

    private DiagnosticsText() {}

    static String write(List<Diagnostic> diagnostics) {
        return diagnostics.size() == 1
                ? writeRemark(diagnostics.get(0))
                : diagnostics.stream().map(DiagnosticsText::writeRemark).collect(Collectors.joining(BREAK));
    }

    private static String writeRemark(Diagnostic diagnostic) {
        return diagnostic.detail().isEmpty()
                ? diagnostic.code()
                : diagnostic.code() + SEPARATOR + diagnostic.detail().replace(BREAK, BREAK_IN_DETAIL);
    }

    static List<Diagnostic> read(String text) {
        List<Diagnostic> diagnostics = new ArrayList<>();
        int start = 0;
        while (start < text.length()) {
            int end = text.indexOf(BREAK, start);
            while (end >= 0 && text.startsWith(BREAK_IN_DETAIL, end)) {
                end = text.indexOf(BREAK, end + 1);
            }
            String remark = end < 0 ? text.substring(start) : text.substring(start, end);
            diagnostics.add(readRemark(remark));
            start = end < 0 ? text.length() : end + 1;
        }
        return diagnostics;
    }

    private static Diagnostic readRemark(String remark) {
        int separator = remark.indexOf(SEPARATOR);
        if (separator < 0) {
            return Diagnostic.of(remark);
        }
        String detail = remark.substring(separator + SEPARATOR.length());
        return new Diagnostic(remark.substring(0, separator), detail.replace(BREAK_IN_DETAIL, BREAK));
    }
}
