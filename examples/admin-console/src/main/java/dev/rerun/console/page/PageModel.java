package dev.rerun.console.page;

import dev.rerun.console.engine.ConsoleSettings;
import dev.rerun.console.security.Role;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ModelAttribute;

/** What every page knows: the app, and who looks at it. */
@ControllerAdvice(basePackageClasses = PageModel.class)
class PageModel {
    private final ConsoleSettings settings;

    PageModel(ConsoleSettings settings) {
        this.settings = settings;
    }

    @ModelAttribute("app")
    ConsoleSettings.App app() {
        return settings.app();
    }

    /** What counts as the present, or null for the database's clock. */
    @ModelAttribute("now")
    @Nullable
    Instant now() {
        return settings.now();
    }

    @ModelAttribute("user")
    @Nullable
    String user(HttpServletRequest request) {
        return request.getRemoteUser();
    }

    /** May act. */
    @ModelAttribute("admin")
    boolean admin(HttpServletRequest request) {
        return request.isUserInRole(Role.ADMIN.name());
    }

    /** Sees runs. */
    @ModelAttribute("seesRuns")
    boolean seesRuns(HttpServletRequest request) {
        return request.isUserInRole(Role.ADMIN.name()) || request.isUserInRole(Role.VIEWER.name());
    }
}
