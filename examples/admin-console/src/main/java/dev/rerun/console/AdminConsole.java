package dev.rerun.console;

import dev.rerun.console.command.ConsoleCommand;
import picocli.CommandLine;

/** Where the program begins. */
public final class AdminConsole {
    private AdminConsole() {}

    public static void main(String[] args) {
        System.exit(commandLine().execute(args));
    }

    static CommandLine commandLine() {
        CommandLine command = new CommandLine(new ConsoleCommand());
        command.setExecutionExceptionHandler((failure, line, parsed) -> {
            line.getErr().println(line.getCommandName() + " failed: " + inWords(failure));
            return line.getCommandSpec().exitCodeOnExecutionException();
        });
        command.setParameterExceptionHandler((wrong, args) -> {
            CommandLine line = wrong.getCommandLine();
            line.getErr().println(wrong.getMessage());
            line.getErr().println("Try '" + line.getCommandSpec().qualifiedName() + " --help'.");
            return line.getCommandSpec().exitCodeOnInvalidInput();
        });
        return command;
    }

    private static String inWords(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        String message = root.getMessage();
        return message == null || root instanceof Error ? root.toString() : message;
    }
}
