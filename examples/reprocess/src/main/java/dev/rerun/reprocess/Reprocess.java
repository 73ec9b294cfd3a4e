package dev.rerun.reprocess;

import dev.rerun.api.RerunEngine;
import dev.rerun.api.RerunOptions;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.function.ToIntBiFunction;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command line. */
@Command(
        name = "reprocess",
        sortOptions = false,
        usageHelpAutoWidth = true,
        header = "Sends packets through MOSIP's registration processor again.",
        description = {
            "",
            "The packets that are selected go to the secure zone's notification endpoint, one after another. What is"
                    + " done is remembered in the database: the same command again goes on where the last one stopped.",
            ""
        },
        footer = {
            "",
            "Exit status: 0 everything was sent or nothing matches, 1 some packets failed, 2 nothing could be done"
                    + " (arguments, configuration, credentials, database), 3 stopped before the end."
        })
final class Reprocess implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @ArgGroup(multiplicity = "1")
    private Choice choice = new Choice();

    @Mixin
    private SendingOptions sending = new SendingOptions();

    @Option(
            names = "--config",
            paramLabel = "PATH",
            defaultValue = "reprocess.yaml",
            description = "the configuration (default: ${DEFAULT-VALUE})")
    private Path config = Path.of("reprocess.yaml");

    @Option(names = "--no-progress", description = "show no progress bar; a line now and then instead")
    private boolean noProgress;

    @Option(names = "--help", usageHelp = true, description = "show this and exit")
    @SuppressWarnings("UnusedVariable") // picocli looks at the option, not at the field
    private boolean help;

    private final Map<String, String> environment;
    private final StopSignal stop;
    private final Clock clock = Clock.systemUTC();

    Reprocess(Map<String, String> environment, StopSignal stop) {
        this.environment = environment;
        this.stop = stop;
    }

    /** Does what the arguments say and ends the process. */
    public static void main(String[] args) {
        StopSignal stop = new StopSignal();
        stop.listen();
        int status = commandLine(System.getenv(), stop).execute(args);
        stop.ended(status);
        System.exit(status);
    }

    static CommandLine commandLine(Map<String, String> environment, StopSignal stop) {
        CommandLine command = new CommandLine(new Reprocess(environment, stop));
        command.setExecutionExceptionHandler((failure, line, parsed) -> {
            if (failure instanceof ParameterException wrong) {
                throw wrong;
            }
            line.getErr().println("reprocess: " + Failure.inWords(failure));
            return ExitStatus.REFUSED;
        });
        command.setParameterExceptionHandler((wrong, args) -> {
            CommandLine line = wrong.getCommandLine();
            line.getErr().println(wrong.getMessage());
            line.getErr().println("Try 'reprocess --help'.");
            return ExitStatus.REFUSED;
        });
        return command;
    }

    @Override
    public Integer call() {
        if (choice.printConfig) {
            out().print(Configuration.printed());
            out().flush();
            return ExitStatus.DONE;
        }
        sending.check(spec.commandLine(), choice);
        Configuration configuration = Configuration.read(config, new Placeholders(environment));
        if (choice.status) {
            return look(configuration, engine -> new RunList(engine, out()).print());
        }
        if (choice.cancel != null) {
            return cancel(configuration, choice.cancel);
        }
        if (!choice.selects()) {
            return send(configuration, (runs, token) -> goOn(runs, token));
        }
        Selection selection =
                sending.selection(choice, configuration, spec.commandLine().getErr());
        RerunOptions options = sending.options(choice, configuration);
        if (sending.dryRun()) {
            return look(configuration, engine -> new DryRun(engine, out(), clock).print(selection, options));
        }
        return send(configuration, (runs, token) -> runs.send(selection, options, sending.beside(), token));
    }

    private int look(Configuration configuration, Consumer<RerunEngine> work) {
        try (RegistrationDatabase database = RegistrationDatabase.untouched(configuration.database());
                RerunEngine engine = PacketEngine.looking(database)) {
            work.accept(engine);
            return ExitStatus.DONE;
        }
    }

    private int cancel(Configuration configuration, long id) {
        try (RegistrationDatabase database = RegistrationDatabase.open(configuration.database());
                RerunEngine engine = PacketEngine.looking(database)) {
            new RunList(engine, out()).cancel(id);
            return ExitStatus.DONE;
        }
    }

    private int send(Configuration configuration, ToIntBiFunction<Sending, Runnable> work) {
        ServerSettings server = configuration.server();
        if (!server.tlsVerify()) {
            spec.commandLine()
                    .getErr()
                    .println("Warning: server.tls-verify is false, so anybody can pass for the server");
        }
        HttpPost http = new HttpPost(server);
        ClientToken token = new ClientToken(http, server, clock);
        try (PacketLog log = PacketLog.open(configuration.log());
                RegistrationDatabase database = RegistrationDatabase.open(configuration.database());
                RerunEngine engine = PacketEngine.sending(
                        database, server, new PacketHandler(http, token, server.packetUri(), log, clock))) {
            RunFollower follower = new RunFollower(engine, display(), stop);
            return work.applyAsInt(new Sending(engine, database::now, follower, stop, out()), token::require);
        }
    }

    private int goOn(Sending runs, Runnable token) {
        if (choice.retry != null) {
            return runs.retry(choice.retry, token);
        }
        return runs.resume(choice.resume == null ? Choice.THE_ONE : choice.resume, token);
    }

    @SuppressWarnings("SystemConsoleNull") // from JDK 22 on there may be a bar where nobody sees it, which harms nobody
    private Progress.Display display() {
        return noProgress || System.console() == null
                ? (task, steps) -> new LineProgress(spec.commandLine().getErr(), task, steps)
                : BarProgress::begin;
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }
}
