package dev.rerun.reliability.mutations;

/**
 * A test that must fail on a mutation.
 *
 * @param module the module that it is in
 * @param type the simple name of its class
 * @param method its method
 */
record Catcher(String module, String type, String method) {
    static Catcher jdbc(String type, String method) {
        return new Catcher("rerun-jdbc", type, method);
    }

    static Catcher engine(String type, String method) {
        return new Catcher("engine-verification", type, method);
    }

    static Catcher kafka(String type, String method) {
        return new Catcher("rerun-kafka", type, method);
    }

    static Catcher testkit(String type, String method) {
        return new Catcher("rerun-testkit", type, method);
    }

    /** As Surefire is asked for it. */
    String pattern() {
        return type + "#" + method;
    }
}
