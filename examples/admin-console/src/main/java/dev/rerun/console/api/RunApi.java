package dev.rerun.console.api;

import dev.rerun.api.FailedEntry;
import dev.rerun.api.FailureCause;
import dev.rerun.api.Rerun;
import dev.rerun.api.RerunAction;
import dev.rerun.console.runs.RunDesk;
import dev.rerun.console.runs.RunEvents;
import dev.rerun.console.runs.RunState;
import java.net.URI;
import java.security.Principal;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/** Runs over HTTP, as {@code openapi.yaml} describes them. */
@RestController
@RequestMapping("/api/apps/{app}/reruns")
class RunApi {
    private final RunDesk desk;
    private final RunEvents events;

    RunApi(RunDesk desk, RunEvents events) {
        this.desk = desk;
        this.events = events;
    }

    /** Starts a run. A key that was used before gives the run of then. */
    @PostMapping(consumes = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<RunState> start(
            @PathVariable String app,
            @RequestHeader("Idempotency-Key") String key,
            @RequestBody StartBody body,
            Principal caller) {
        Rerun run = desk.start(app, body.order(), caller.getName(), body.reasonOrBlank(), key);
        URI location = URI.create("/api/apps/" + app + "/reruns/" + run.id());
        return ResponseEntity.created(location).body(RunState.of(run.report()));
    }

    /** Counts what a start would do. */
    @GetMapping("/plan")
    PlanBody plan(
            @PathVariable String app,
            @RequestParam Instant cutoff,
            @RequestParam(required = false) @Nullable Instant until,
            Principal caller) {
        return PlanBody.of(desk.plan(app, new StartBody(cutoff, until, null, null).order(), caller.getName()));
    }

    @GetMapping
    List<RunState> history(
            @PathVariable String app,
            @RequestParam(required = false) @Nullable Long before,
            @RequestParam(defaultValue = "50") int limit) {
        return desk.history(app, before, limit).stream().map(RunState::of).toList();
    }

    @GetMapping("/{id}")
    RunState status(@PathVariable String app, @PathVariable long id) {
        return RunState.of(desk.find(app, id).report());
    }

    @GetMapping(path = "/{id}/events", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
    SseEmitter events(@PathVariable String app, @PathVariable long id) {
        return events.of(desk.find(app, id));
    }

    /** Lists what failed, by cause and one by one; a next page begins after the last entry of this one. */
    @GetMapping("/{id}/failed")
    FailedBody failed(
            @PathVariable String app,
            @PathVariable long id,
            @RequestParam(required = false) @Nullable String after,
            @RequestParam(defaultValue = "100") int limit) {
        Rerun run = desk.find(app, id);
        List<FailureCause> causes = run.failureCauses();
        List<FailedEntry> entries = run.failures(after == null ? null : PagePlace.parse(after), limit);
        return FailedBody.of(causes, entries, limit);
    }

    @PostMapping(path = "/{id}/pause", consumes = MediaType.APPLICATION_JSON_VALUE)
    RunState pause(@PathVariable String app, @PathVariable long id, @RequestBody ReasonBody body, Principal caller) {
        return command(app, id, RerunAction.PAUSE, body, caller);
    }

    @PostMapping(path = "/{id}/resume", consumes = MediaType.APPLICATION_JSON_VALUE)
    RunState resume(@PathVariable String app, @PathVariable long id, @RequestBody ReasonBody body, Principal caller) {
        return command(app, id, RerunAction.RESUME, body, caller);
    }

    @PostMapping(path = "/{id}/cancel", consumes = MediaType.APPLICATION_JSON_VALUE)
    RunState cancel(@PathVariable String app, @PathVariable long id, @RequestBody ReasonBody body, Principal caller) {
        return command(app, id, RerunAction.CANCEL, body, caller);
    }

    @PostMapping(path = "/{id}/retry", consumes = MediaType.APPLICATION_JSON_VALUE)
    RunState retry(@PathVariable String app, @PathVariable long id, @RequestBody ReasonBody body, Principal caller) {
        return command(app, id, RerunAction.RETRY, body, caller);
    }

    private RunState command(String app, long id, RerunAction action, ReasonBody body, Principal caller) {
        return RunState.of(desk.command(app, id, action, caller.getName(), body.reason()));
    }
}
