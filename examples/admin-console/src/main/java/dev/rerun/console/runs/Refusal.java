package dev.rerun.console.runs;

import dev.rerun.api.ActiveRerunException;
import dev.rerun.api.RerunException;
import dev.rerun.api.RerunNotAuthorizedException;
import dev.rerun.api.RerunStateException;
import dev.rerun.api.UnknownRerunException;
import dev.rerun.core.spi.StoreException;
import java.time.DateTimeException;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.http.HttpStatus;
import org.springframework.transaction.TransactionException;

/**
 * Why something was not done, in words and as a status of HTTP: the same for the page and the API.
 *
 * @param status the status
 * @param title what is wrong, in a few words
 * @param words what is wrong and what to do
 * @param otherRun the run that is in the way, or null
 */
public record Refusal(
        HttpStatus status,
        String title,
        String words,
        @Nullable Long otherRun) {
    private static final String NOT_NOW = "It does not work at the moment";

    /** Says it of an exception; null if it is a defect rather than a refusal. */
    public static @Nullable Refusal of(Throwable error) {
        if (error instanceof ActiveRerunException active) {
            return new Refusal(HttpStatus.CONFLICT, "Another run is going", words(error), active.activeRerunId());
        }
        if (error instanceof RerunStateException) {
            return refusal(HttpStatus.CONFLICT, "The run is not in a state for this", error);
        }
        if (error instanceof RerunNotAuthorizedException) {
            return refusal(HttpStatus.FORBIDDEN, "You may not do this", error);
        }
        if (error instanceof UnknownRerunException
                || error instanceof UnknownAppException
                || error instanceof UnknownActivityException) {
            return refusal(HttpStatus.NOT_FOUND, "Not found", error);
        }
        if (error instanceof StoreException
                || error instanceof DataAccessException
                || error instanceof TransactionException) {
            return new Refusal(
                    HttpStatus.SERVICE_UNAVAILABLE,
                    NOT_NOW,
                    "the database does not answer; try again in a while",
                    null);
        }
        if (error instanceof RerunException) {
            return refusal(HttpStatus.SERVICE_UNAVAILABLE, NOT_NOW, error);
        }
        if (error instanceof IllegalArgumentException || error instanceof DateTimeException) {
            return refusal(HttpStatus.BAD_REQUEST, "Something in the request is wrong", error);
        }
        return null;
    }

    /** Whether it is for those who run the console to do something, and not for the one who asked. */
    public boolean concernsOperators() {
        return status.is5xxServerError();
    }

    private static Refusal refusal(HttpStatus status, String title, Throwable error) {
        return new Refusal(status, title, words(error), null);
    }

    private static String words(Throwable error) {
        return String.valueOf(error.getMessage());
    }
}
