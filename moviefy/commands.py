"""``moviefy analyze`` and ``moviefy bench``."""

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
from tqdm import tqdm

from moviefy.capture.file_kinds import file_kind
from moviefy.capture.image_codec import decode_photo
from moviefy.capture.video_frames import frame_count, video_frames
from moviefy.config import Config
from moviefy.errors import BadParameter, CameraUnavailable, ImageError, Overloaded
from moviefy.expression.mood_plot import MoodPoint, check_plot, write_plot
from moviefy.options import AS_JSON
from moviefy.pipeline import Pipeline, load_pipeline
from moviefy.video_pipeline import VideoPipeline


@click.command()
@click.argument("sources", nargs=-1, required=True, type=click.Path(path_type=Path))
@AS_JSON
@click.option("--plot", type=click.Path(dir_okay=False, path_type=Path), help="Draw one video's mood over time.")
def analyze(sources: tuple[Path, ...], as_json: bool, plot: Path | None) -> None:
    """Name the expression in pictures and videos; a file that cannot be read does not stop the others."""
    if plot is not None:
        _check_plot(sources, plot)
    config = Config.from_environment()
    pipeline = load_pipeline(config)
    points, failed = [], False
    for source in sources:
        try:
            for result in _analyze(source, pipeline, config):
                click.echo(json.dumps(result) if as_json else _sentence(result))
                if plot is not None:
                    points.append(_point(result))
        except (ImageError, CameraUnavailable, Overloaded) as error:
            click.echo(f"moviefy: {error}", err=True)
            failed = True
    if failed:
        sys.exit(1)
    if plot is not None:
        write_plot(points, sources[0].name, plot)


def _check_plot(sources: tuple[Path, ...], plot: Path) -> None:
    if len(sources) != 1:
        raise click.UsageError("--plot draws one video; give one.")
    check_plot(plot)


def _point(result: dict[str, Any]) -> MoodPoint:
    if "time_s" not in result:
        raise BadParameter(f"{result['source']}: this is a picture; --plot draws a video's mood over time.")
    return MoodPoint.of_json(result)


def _analyze(source: Path, pipeline: Pipeline, config: Config) -> Iterator[dict[str, Any]]:
    """The readings of a picture or a video; which of them it is, its content says."""
    try:
        if file_kind(source).family == "video":
            yield from _analyze_video(source, pipeline)
            return
        photo = decode_photo(source.read_bytes(), max_bytes=sys.maxsize, max_pixels=config.max_pixels)
    except (CameraUnavailable, ImageError, Overloaded) as error:
        raise type(error)(f"{source}: {error}") from error
    yield {"source": str(source), **pipeline.analyze_photo(photo).to_json()}


def _analyze_video(source: Path, pipeline: Pipeline) -> Iterator[dict[str, Any]]:
    video = VideoPipeline(pipeline)
    for timed in tqdm(video_frames(source), total=frame_count(source), desc=source.name, unit="frame", disable=None):
        reading = video.update(timed.frame, timed.time_s)
        yield {"source": str(source), "time_s": round(timed.time_s, 3), **reading.to_json()}


def _sentence(result: dict[str, Any]) -> str:
    mood = result["mood"]
    said = mood["label"] or (mood["reason"] or "").replace("_", " ")
    if mood["lean"]:
        said = f"{mood['expression']}, perhaps {mood['lean']}"
    elif mood["label"]:
        said = f"{said} ({mood['certainty']:.0%})"
    time = f" {result['time_s']:7.2f} s" if "time_s" in result else ""
    return f"{result['source']}{time}: {said}, faces: {len(result['faces'])}"


@click.command()
@AS_JSON
@click.option("--frames", type=click.IntRange(10), default=100, show_default=True, help="Measurements of each part.")
def bench(as_json: bool, frames: int) -> None:
    """Time every part of the flow on this machine."""
    from moviefy.bench import measurements

    rows = [row.to_json() for row in measurements(Config.from_environment(), frames)]
    if as_json:
        click.echo(json.dumps(rows))
        return
    for row in rows:
        ratio = f", {row['times_ours']:.1f} times ours" if "times_ours" in row else ""
        click.echo(
            f"{row['what']:<52} {row['median']:8.2f} {row['p95']:8.2f} {row['unit']}, {row['threads']} thread(s){ratio}"
        )
