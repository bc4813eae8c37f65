"""One JSON object a line, and nothing of a client in it."""

import io
import json
import logging
import logging.config

import pytest

from moviefy import logs


@pytest.fixture
def written(request):
    """Lines of a logger of its own, in the form that the test asks for."""
    config = logs.log_config(request.param)
    out = io.StringIO()
    formatter = config["formatters"]["line"]["()"]()
    handler = logging.StreamHandler(out)
    handler.setFormatter(formatter)
    logger = logging.Logger("moviefy.test")
    logger.addHandler(handler)
    return logger, out


json_lines = pytest.mark.parametrize("written", ["json"], indirect=True)
both = pytest.mark.parametrize("written", ["json", "text"], indirect=True)


@json_lines
def test_a_line_is_an_object_with_time_level_and_fields(written):
    logger, out = written
    logger.info("said %s", "so", extra={"fields": {"status": 200}})
    line = json.loads(out.getvalue())
    assert (line["level"], line["logger"], line["message"], line["status"]) == ("info", "moviefy.test", "said so", 200)
    assert line["time"].endswith("+00:00")
    assert "request_id" not in line


@json_lines
def test_an_error_stays_on_one_line_with_its_traceback_and_request(written):
    logger, out = written
    token = logs.request_id.set("abcdefgh")
    try:
        raise ValueError("two\nlines")
    except ValueError:
        logger.exception("it failed")
    finally:
        logs.request_id.reset(token)
    assert out.getvalue().count("\n") == 1
    line = json.loads(out.getvalue())
    assert line["request_id"] == "abcdefgh"
    assert "ValueError" in line["traceback"]


@pytest.mark.parametrize("written", ["text"], indirect=True)
def test_a_line_of_text_has_the_fields_and_the_request_behind_it(written):
    logger, out = written
    token = logs.request_id.set("abcdefgh")
    try:
        logger.warning("request", extra={"fields": {"status": 503}})
    finally:
        logs.request_id.reset(token)
    assert out.getvalue() == "WARNING moviefy.test: request status=503 request_id=abcdefgh\n"


@both
def test_no_password_of_an_address_is_written(written):
    logger, out = written
    try:
        raise OSError("cannot open rtsp://me:secret@host/door")
    except OSError:
        logger.exception("lost %s", "http://me:secret@host/video.cgi?pwd=secret")
    assert "secret" not in out.getvalue()
    assert "host/video.cgi" in out.getvalue()


@both
@pytest.mark.parametrize(
    "said",
    [
        "Invalid request from ip=203.0.113.7: nonsense",
        "Error handling request /movies?mood=sad",
        "ip=::1",
        "Exception on /movies/sad [GET]",
    ],
)
def test_gunicorn_s_words_about_a_client_are_left_out(written, said):
    logger, out = written
    logger.warning(said)
    for word in ("203.0.113.7", "sad", "::1"):
        assert word not in out.getvalue()


@pytest.mark.parametrize(("kind", "stream"), [("json", "stdout"), ("text", "stderr")])
def test_where_it_goes(kind, stream):
    config = logs.log_config(kind)
    assert config["handlers"]["stream"]["stream"] == f"ext://sys.{stream}"
    logging.config.DictConfigurator(config).configure_formatter(config["formatters"]["line"])
