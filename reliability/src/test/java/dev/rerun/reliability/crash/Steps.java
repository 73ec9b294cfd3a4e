package dev.rerun.reliability.crash;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;

/** Counts the steps of this process, says each, and kills the process at a chosen one. */
final class Steps {
    /** Begins the line that says a step. */
    static final String SAID = "step ";

    private final Predicate<String> counted;
    private final int last;
    private int taken;
    private boolean counting;

    /** Counts those of threads with certain names, to the last one from one; with zero the process survives. */
    Steps(Predicate<String> counted, int last) {
        this.counted = counted;
        this.last = last;
    }

    synchronized void count() {
        counting = true;
    }

    /** Does not return from the last step, nor does any other thread's step from then on. */
    synchronized void take(String what) {
        if (!counting || !counted.test(Thread.currentThread().getName())) {
            return;
        }
        taken++;
        System.out.println(SAID + what);
        System.out.flush();
        if (taken == last) {
            die();
        }
    }

    /** All is done, and the last step was not reached. */
    synchronized void survive() {
        Runtime.getRuntime().halt(0);
    }

    /** Not by {@code halt}: nothing of this process takes part in its end. */
    private static void die() {
        try {
            new ProcessBuilder(List.of(
                            "kill", "-9", Long.toString(ProcessHandle.current().pid())))
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        while (true) {
            LockSupport.park();
        }
    }
}
