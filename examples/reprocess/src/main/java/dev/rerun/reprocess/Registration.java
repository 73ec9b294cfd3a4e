package dev.rerun.reprocess;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A packet that a person names.
 *
 * @param rid the registration ID
 * @param process the process, such as NEW
 * @param workflowId the ID of the workflow instance
 */
record Registration(String rid, String process, String workflowId) {
    /** How one is written. */
    static final String FORM = "'RID','PROCESS','WORKFLOW_ID'";

    private static final String QUOTED = "\\s*'\\s*([^'\\s]+)\\s*'\\s*";
    private static final Pattern TRIPLE = Pattern.compile(QUOTED + "," + QUOTED + "," + QUOTED);

    /** Reads one, if the text is one. */
    static Optional<Registration> parse(String text) {
        Matcher matcher = TRIPLE.matcher(text);
        return matcher.matches()
                ? Optional.of(new Registration(matcher.group(1), matcher.group(2), matcher.group(3)))
                : Optional.empty();
    }

    /** As it is written. */
    @Override
    public String toString() {
        return "'" + rid + "','" + process + "','" + workflowId + "'";
    }
}
