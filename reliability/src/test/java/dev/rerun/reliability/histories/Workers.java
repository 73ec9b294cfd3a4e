package dev.rerun.reliability.histories;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/** Some processes that work. They end with this one. */
final class Workers implements AutoCloseable {
    private final List<String> command;
    private final List<Process> processes = new ArrayList<>();
    private final Thread atExit = new Thread(this::killAll, "ends workers");

    Workers(int count, List<String> command) {
        this.command = command;
        Runtime.getRuntime().addShutdownHook(atExit);
        for (int i = 0; i < count; i++) {
            processes.add(start(command));
        }
    }

    /** Starts those again that ended, for one that finds no database may end by itself. */
    synchronized int revive() {
        int dead = 0;
        for (int i = 0; i < processes.size(); i++) {
            if (!processes.get(i).isAlive()) {
                processes.set(i, start(command));
                dead++;
            }
        }
        return dead;
    }

    /** With SIGKILL. */
    synchronized void kill(int number) {
        end(processes.get(number));
    }

    /** Lets one stand still for some tenths of a second; it goes on even if this process is gone by then. */
    synchronized void standStill(int number, int tenths) {
        long pid = processes.get(number).pid();
        start(List.of(
                "sh", "-c", "kill -STOP %d; sleep %d.%d; kill -CONT %1$d".formatted(pid, tenths / 10, tenths % 10)));
    }

    int count() {
        return processes.size();
    }

    private static Process start(List<String> command) {
        try {
            return new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void end(Process process) {
        process.destroyForcibly();
        process.onExit().join();
    }

    private synchronized void killAll() {
        processes.forEach(Workers::end);
    }

    @Override
    public void close() {
        Runtime.getRuntime().removeShutdownHook(atExit);
        killAll();
    }
}
