package dev.rerun.console.api;

import dev.rerun.console.runs.Refusal;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;

/** Refusals and errors of the API as {@code application/problem+json}. */
@RestControllerAdvice(basePackageClasses = RunApi.class)
class ProblemAdvice extends ResponseEntityExceptionHandler {
    @ExceptionHandler(RuntimeException.class)
    ResponseEntity<ProblemDetail> refuse(RuntimeException error) {
        Refusal refusal = Refusal.of(error);
        if (refusal == null) {
            refusal = new Refusal(
                    HttpStatus.INTERNAL_SERVER_ERROR,
                    "This should not happen",
                    "the log of the console says more",
                    null);
        }
        if (refusal.concernsOperators()) {
            logger.warn("A call of the API failed", error);
        }
        ProblemDetail problem = ProblemDetail.forStatusAndDetail(refusal.status(), refusal.words());
        problem.setTitle(refusal.title());
        if (refusal.otherRun() != null) {
            problem.setProperty("activeRerunId", refusal.otherRun());
        }
        return ResponseEntity.status(refusal.status()).body(problem);
    }

    @ExceptionHandler(MethodArgumentTypeMismatchException.class)
    ResponseEntity<ProblemDetail> refuse(MethodArgumentTypeMismatchException error) {
        ProblemDetail problem = ProblemDetail.forStatusAndDetail(
                HttpStatus.BAD_REQUEST, "'" + error.getValue() + "' does not fit for " + error.getName());
        problem.setTitle("Something in the request is wrong");
        return ResponseEntity.badRequest().body(problem);
    }
}
