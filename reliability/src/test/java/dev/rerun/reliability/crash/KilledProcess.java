package dev.rerun.reliability.crash;

import java.io.IOException;
import java.io.UncheckedIOException;

/** A process that is killed, on an errand or taking over. */
final class KilledProcess {
    private KilledProcess() {}

    /** Is given {@link Orders}. */
    public static void main(String[] arguments) throws InterruptedException {
        Thread lifeline = new Thread(KilledProcess::endWithTheTest, "ends with the test");
        lifeline.setDaemon(true);
        lifeline.start();
        Orders orders = Orders.of(arguments);
        if (orders.takesOver()) {
            Successor.work(orders);
        } else {
            new FirstProcess(orders).work();
        }
    }

    /** The test never writes to this process, so what it reads is the end of the test. */
    private static void endWithTheTest() {
        try {
            System.in.read();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            Runtime.getRuntime().halt(1);
        }
    }
}
