package dev.rerun.console.page;

import dev.rerun.console.runs.Refusal;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;
import org.springframework.web.servlet.ModelAndView;

/** Refusals of the pages, in words. */
@Order(0)
@ControllerAdvice(basePackageClasses = PageAdvice.class)
class PageAdvice {
    private static final Logger LOG = LoggerFactory.getLogger(PageAdvice.class);

    private final PageModel common;

    PageAdvice(PageModel common) {
        this.common = common;
    }

    @ExceptionHandler(RuntimeException.class)
    ModelAndView refuse(RuntimeException error) {
        Refusal refusal = Refusal.of(error);
        if (refusal == null) {
            throw error;
        }
        if (refusal.concernsOperators()) {
            LOG.warn("A page failed", error);
        }
        return page(refusal);
    }

    @ExceptionHandler(MethodArgumentTypeMismatchException.class)
    ModelAndView refuse(MethodArgumentTypeMismatchException error) {
        return page(new Refusal(
                HttpStatus.BAD_REQUEST,
                "Something in the request is wrong",
                "'" + error.getValue() + "' does not fit for " + error.getName(),
                null));
    }

    private ModelAndView page(Refusal refusal) {
        ModelAndView page = new ModelAndView("refused", refusal.status());
        page.addObject("refusal", refusal);
        page.addObject("app", common.app());
        return page;
    }
}
