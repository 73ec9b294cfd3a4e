package dev.rerun.quickstart;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import picocli.CommandLine;

/** The command line within this process, and what it wrote. */
final class Command {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    /** Returns its exit status. */
    int run(List<String> args) {
        CommandLine command = Quickstart.commandLine(Progress.Display.NONE);
        command.setOut(new PrintWriter(out));
        command.setErr(new PrintWriter(err));
        return command.execute(args.toArray(String[]::new));
    }

    /** Runs it on a thread of its own. */
    CompletableFuture<Integer> begin(List<String> args) {
        return CompletableFuture.supplyAsync(() -> run(args), task -> new Thread(task, "quickstart").start());
    }

    List<String> printed() {
        return out.toString().lines().toList();
    }

    String errors() {
        return err.toString();
    }
}
