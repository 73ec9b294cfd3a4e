package dev.rerun.servers;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * How a database server is started that refuses to run as root. An ordinary user starts it as is; root starts it in a user
 * namespace of its own, or as the user nobody where the system allows no such namespaces.
 */
final class Unprivileged {
    private static final boolean ROOT = System.getProperty("user.name").equals("root");
    private static final List<String> NAMESPACE = List.of("unshare", "--user");
    private static final List<String> NOBODY = List.of("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups");

    /** Determined once. */
    private static final class Way {
        static final List<String> PREFIX =
                !ROOT ? List.of() : ServerProcess.succeeds(with(NAMESPACE, List.of("true"))) ? NAMESPACE : NOBODY;
    }

    private Unprivileged() {}

    static List<String> command(List<String> command) {
        return with(Way.PREFIX, command);
    }

    /** Lets the server's user own a directory. */
    static void give(Path directory) {
        if (Way.PREFIX.equals(NOBODY)) {
            ServerProcess.run(List.of("chown", "65534:65534", directory.toString()));
        }
    }

    private static List<String> with(List<String> prefix, List<String> command) {
        List<String> whole = new ArrayList<>(prefix);
        whole.addAll(command);
        return whole;
    }
}
