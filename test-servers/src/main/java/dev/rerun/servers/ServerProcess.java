package dev.rerun.servers;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A process that is ready when it has printed a certain text. Its children end with it. */
final class ServerProcess {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final int LINES_KEPT = 100;

    private final Process process;
    private final String readyText;
    private final CountDownLatch readyOrEnded = new CountDownLatch(1);
    private final Deque<String> lastLines = new ArrayDeque<>();
    private volatile boolean ready;

    private ServerProcess(Process process, String readyText) {
        this.process = process;
        this.readyText = readyText;
    }

    /** Starts a process and waits until it is ready. */
    static ServerProcess start(List<String> command, String readyText) {
        ServerProcess server = new ServerProcess(launch(command), readyText);
        Thread reader = new Thread(server::read, "output of " + command.get(command.size() - 1));
        reader.setDaemon(true);
        reader.start();
        if (!await(server.readyOrEnded) || !server.ready) {
            server.kill();
            throw new IllegalStateException("the server did not start: " + command + "\n" + server.output());
        }
        return server;
    }

    /** Runs a process to its end, which must be a good one. */
    static void run(List<String> command) {
        run(command, launch(command));
    }

    /** Runs a process that reads a file, to its end, which must be a good one. */
    static void run(List<String> command, Path input) {
        run(command, launch(new ProcessBuilder(command).redirectInput(input.toFile())));
    }

    private static void run(List<String> command, Process process) {
        try (BufferedReader output = process.inputReader()) {
            String text = String.join("\n", output.lines().toList());
            if (process.waitFor() != 0) {
                throw new IllegalStateException(command + " failed: " + text);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    static boolean succeeds(List<String> command) {
        try {
            run(command);
            return true;
        } catch (IllegalStateException | UncheckedIOException e) {
            return false;
        }
    }

    /** Sends a signal. */
    void signal(String signal) {
        run(signalling(signal));
    }

    /** Sends a signal and waits for the end; ends it by force if it takes too long. */
    void stop(String signal) {
        if (process.isAlive()) {
            succeeds(signalling(signal));
            try {
                if (process.waitFor(20, TimeUnit.SECONDS)) {
                    return;
                }
            } catch (InterruptedException e) {
                kill();
                throw interrupted(e);
            }
        }
        kill();
    }

    /** Ends the process and its children at once, as kill -9 does, and waits until they are gone. */
    void kill() {
        List<ProcessHandle> all = process.descendants().toList();
        process.destroyForcibly();
        all.forEach(ProcessHandle::destroyForcibly);
        process.onExit().join();
        all.forEach(child -> child.onExit().join());
    }

    private List<String> signalling(String signal) {
        return List.of("kill", "-" + signal, Long.toString(process.pid()));
    }

    private String output() {
        synchronized (lastLines) {
            return String.join("\n", lastLines);
        }
    }

    private void read() {
        try (BufferedReader output = process.inputReader()) {
            String line = output.readLine();
            while (line != null) {
                synchronized (lastLines) {
                    lastLines.addLast(line);
                    if (lastLines.size() > LINES_KEPT) {
                        lastLines.removeFirst();
                    }
                }
                if (line.contains(readyText)) {
                    ready = true;
                    readyOrEnded.countDown();
                }
                line = output.readLine();
            }
        } catch (IOException e) {
            synchronized (lastLines) {
                lastLines.addLast("(output lost: " + e.getMessage() + ")");
            }
        } finally {
            readyOrEnded.countDown();
        }
    }

    private static Process launch(List<String> command) {
        return launch(new ProcessBuilder(command));
    }

    private static Process launch(ProcessBuilder builder) {
        try {
            return builder.redirectErrorStream(true).start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean await(CountDownLatch latch) {
        try {
            return latch.await(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private static IllegalStateException interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new IllegalStateException("interrupted while a server started or stopped", e);
    }
}
