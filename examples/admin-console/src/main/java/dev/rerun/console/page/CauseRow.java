package dev.rerun.console.page;

import dev.rerun.api.FailureCause;
import java.util.regex.Pattern;

/**
 * Why activities failed, as people read it.
 *
 * @param words what went wrong; numbers in it stand as {@code #}, so that what is the same otherwise is one cause
 * @param entries how many activities
 * @param example one of them
 */
public record CauseRow(String words, long entries, String example) {
    private static final Pattern CLASS_NAME = Pattern.compile("^(?:[\\w$]+\\.)+[\\w$]+: ");

    static CauseRow of(FailureCause cause) {
        return new CauseRow(CLASS_NAME.matcher(cause.cause()).replaceFirst(""), cause.entries(), cause.example());
    }
}
