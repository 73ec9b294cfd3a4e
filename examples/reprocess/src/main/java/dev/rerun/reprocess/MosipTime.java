package dev.rerun.reprocess;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** Times as MOSIP writes them: of UTC, with milliseconds. */
final class MosipTime {
    private static final DateTimeFormatter FORM =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    private MosipTime() {}

    static String of(Instant instant) {
        return FORM.format(instant);
    }
}
