package dev.rerun.core;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/** Marks what is logged on behalf of a run: MDC {@code rerun_id} and {@code rerun_app}. */
final class RunLog {
    private static final String ID = "rerun_id";
    private static final String APP = "rerun_app";

    private RunLog() {}

    static <T extends @Nullable Object> T within(long id, String app, Supplier<T> work) {
        String outerId = MDC.get(ID);
        String outerApp = MDC.get(APP);
        MDC.put(ID, Long.toString(id));
        MDC.put(APP, app);
        try {
            return work.get();
        } finally {
            restore(ID, outerId);
            restore(APP, outerApp);
        }
    }

    private static void restore(String key, @Nullable String outer) {
        if (outer == null) {
            MDC.remove(key);
        } else {
            MDC.put(key, outer);
        }
    }
}
