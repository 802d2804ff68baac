"""A small client of the natoassess API, to copy into a project and change there. It needs httpx.

    with Client("https://assess.example.org/api/v1") as api:
        for phase in api.pages("phases/", nato_operation=True):
            print(phase["id"], phase["as_of"])
        print(api.score(as_of="1999-03-24", facts={"uses_force": "yes"})["legality"]["verdict"])

Answers are what the API gives, under the names of its OpenAPI document (docs/openapi.yaml); the types below name the
members that programs use most. Errors are raised as `Problem`, with the place of every fault.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self, TypedDict, cast

import httpx

Json = Any
"""What JSON can hold; the OpenAPI document says what stands where."""
LOCAL = "http://127.0.0.1:8000/api/v1"
ENDED = frozenset({"done", "failed", "cancelled"})
BLOCK = 1 << 16
"""Bytes that are held at once while a file is sent or fetched."""
FILE_TYPES = {".csv": "text/csv", ".jsonl": "application/jsonl"}


@dataclass(frozen=True)
class Fault:
    """One thing to mend: a JSON pointer into the body, or the name of a query parameter, and the cure."""

    where: str
    detail: str


class Problem(Exception):
    """A refusal: problem details of RFC 9457. `code` is for programs, `faults` lists everything to mend."""

    def __init__(self, status: int, code: str, detail: str, faults: Iterable[Fault] = ()) -> None:
        self.status, self.code, self.detail, self.faults = status, code, detail, tuple(faults)
        super().__init__(
            "\n".join([f"{status} {code}: {detail}", *(f"  {f.where}: {f.detail}" for f in self.faults)])
        )

    @classmethod
    def of(cls, response: httpx.Response) -> Problem:
        """The problem that `response`, which has been read, states."""
        try:
            said = response.json()
        except ValueError:
            said = {}
        faults = [
            Fault(fault.get("pointer", fault.get("parameter", "")), fault["detail"])
            for fault in said.get("errors", [])
        ]
        detail = said.get("detail", response.reason_phrase)
        return cls(response.status_code, said.get("code", "error"), detail, faults)


class Legality(TypedDict):
    """lawful, arguable, unlawful or undetermined; with its bounds, and by reading."""

    verdict: str
    at_least: str
    at_most: str
    readings: dict[str, str]


class Index(TypedDict):
    """0 to 100; null where too little is rated. `low` and `high` take in what is not."""

    index: float | None
    low: float | None
    high: float | None
    band: str | None


class Evaluation(TypedDict):
    """The three answers. The same id, the same bytes."""

    evaluation_id: str
    legality: Legality
    legitimacy: Index
    sovereignty: dict[str, Json]


class Batch(TypedDict):
    """A file of rows: how far it is, and where its results and faults are."""

    url: str
    state: str
    rows: int
    done_rows: int
    bad_rows: int
    results: str | None
    faults: str


class Reading(TypedDict):
    """What a text cites: each mention found, ambiguous or unknown."""

    text: str
    status: str
    mentions: list[dict[str, Json]]


class Client:
    """Reads, scores and sends files. Closes its connections at the end of a `with` block.

    `token` is made on the account pages; reading and scoring need none. What was read is kept with its ETag and asked
    for anew with If-None-Match. Where the site answers 429 the client waits as long as Retry-After says, `retries`
    times at most. `sleep` and `transport` are for tests.
    """

    def __init__(
        self,
        site: str = LOCAL,
        token: str | None = None,
        *,
        retries: int = 5,
        timeout: float = 60.0,
        sleep: Callable[[float], None] = time.sleep,
        transport: httpx.BaseTransport | None = None,
    ) -> None:
        headers = {"Accept": "application/json"} | ({"Authorization": f"Token {token}"} if token else {})
        self._http = httpx.Client(
            base_url=f"{site.rstrip('/')}/", headers=headers, timeout=timeout, transport=transport
        )
        self._retries, self._sleep = retries, sleep
        self._kept: dict[str, tuple[str, Json]] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()

    def close(self) -> None:
        """Let the connections go."""
        self._http.close()

    # Reading --------------------------------------------------------------------------------------
    def get(self, address: str, **parameters: Any) -> Json:
        """The document at `address`, of the API or whole; lists are written with commas. Raises Problem."""
        request = self._http.build_request("GET", address, params=_written(parameters) or None)
        kept = self._kept.get(str(request.url))
        if kept is not None:
            request.headers["If-None-Match"] = kept[0]
        response = self._sent(request)
        if response.status_code == httpx.codes.NOT_MODIFIED and kept is not None:
            return kept[1]
        document = response.json()
        if tag := response.headers.get("ETag"):
            self._kept[str(request.url)] = (tag, document)
        return document

    def pages(self, address: str, **parameters: Any) -> Iterator[Json]:
        """Every row of a list, page after page. Raises Problem."""
        page = self.get(address, **parameters)
        yield from page["results"]
        while page["next"]:
            page = self.get(page["next"])
            yield from page["results"]

    def post(self, address: str, body: Json = None) -> Json:
        """Send `body` as JSON; the answer, or None where it is empty. Raises Problem."""
        response = self._sent(self._http.build_request("POST", address, json=body))
        return response.json() if response.content else None

    # Scoring --------------------------------------------------------------------------------------
    def score(self, **findings: Any) -> Evaluation:
        """The three answers to findings that are not stored: `as_of`, `facts`, `ratings`, … Raises Problem."""
        return cast(Evaluation, self.post("score/", findings))

    def doctrines(self, **findings: Any) -> list[Json]:
        """A row for each framework that the findings are judged under. Raises Problem."""
        return cast(list[Json], self.post("score/doctrines/", findings)["rows"])

    # Citations ------------------------------------------------------------------------------------
    def cite(self, address: str, style: str = "bibtex") -> str:
        """How to cite what stands at `address`, in `bibtex`, `ris`, `csl-json` or `oscola`. Raises Problem."""
        request = self._http.build_request("GET", f"{address.rstrip('/')}/cite/", params={"style": style})
        request.headers["Accept"] = "*/*"
        return self._sent(request).text

    def citations(self, *texts: str) -> list[Reading]:
        """The law that "S/RES/1973 (2011) para. 4" and the like cite, one reading for each text. Raises Problem."""
        return cast(list[Reading], self.post("citations/lookup/", {"texts": list(texts)})["results"])

    # Releases -------------------------------------------------------------------------------------
    def releases(self) -> list[Json]:
        """The releases of the public data, the newest first. Raises Problem."""
        return list(self.pages("releases/"))

    def release_file(self, release: str, path: str, into: Path) -> Path:
        """Fetch one file of a release and compare its SHA-256 with the one the release states.

        Raises Problem, and ValueError where they differ; then nothing is kept.
        """
        files = self.get(f"releases/{release}/")["files"]
        stated = next((file for file in files if file["path"] == path), None)
        if stated is None:
            raise ValueError(f"release {release} has no file {path}")
        return self.download(f"releases/{release}/{path}", into, sha256=stated["sha256"])

    # Batches --------------------------------------------------------------------------------------
    def batch_send(self, rows: Path, *, key: str = "", **parameters: Any) -> Batch:
        """Send a file of rows (.csv or .jsonl) to be scored; the batch. The file is read as it is sent.

        `key` makes it safe to send again: the same file under the same key gives the same batch. Raises Problem.
        """
        headers = {
            "Content-Type": FILE_TYPES[rows.suffix],
            "Content-Length": str(rows.stat().st_size),
        } | ({"Idempotency-Key": key} if key else {})

        def request() -> httpx.Request:
            return self._http.build_request(
                "POST", "batches/", content=_blocks(rows), params=_written(parameters), headers=headers
            )

        return cast(Batch, self._sent(request(), again=request).json())

    def batch_followed(self, batch: Batch, *, every: float = 2.0) -> Iterator[Batch]:
        """The batch as it is every so many seconds, the last time when it has ended. Raises Problem."""
        while batch["state"] not in ENDED:
            self._sleep(every)
            batch = self.get(batch["url"])
            yield batch

    def batch_results(self, batch: Batch, into: Path) -> Path:
        """The results of a batch, as CSV or JSON Lines as the name of `into` ends.

        Raises Problem, and ValueError where the batch is not done.
        """
        if batch["results"] is None:
            raise ValueError(f"the batch has no results: it is {batch['state']}")
        return self.download(batch["results"], into, accept=FILE_TYPES[into.suffix])

    # What all stand on ----------------------------------------------------------------------------
    def download(self, address: str, into: Path, *, accept: str = "*/*", sha256: str = "") -> Path:
        """Fetch a file block by block. Raises Problem, and ValueError where it is not the one of `sha256`."""
        request = self._http.build_request("GET", address, headers={"Accept": accept})
        response = self._sent(request, stream=True)
        digest, part = hashlib.sha256(), into.with_name(f"{into.name}.part")
        try:
            with part.open("wb") as file:
                for block in response.iter_bytes(BLOCK):
                    digest.update(block)
                    file.write(block)
            if sha256 and digest.hexdigest() != sha256.removeprefix("sha256:"):
                raise ValueError(f"{into.name} has another SHA-256 than {sha256}")
            return part.replace(into)
        finally:
            response.close()
            part.unlink(missing_ok=True)

    def _sent(
        self,
        request: httpx.Request,
        *,
        stream: bool = False,
        again: Callable[[], httpx.Request] | None = None,
    ) -> httpx.Response:
        """The answer to `request`, sent again after 429; `again` makes a request whose body was used up anew."""
        response = self._http.send(request, stream=stream)
        for _ in range(self._retries):
            wait = response.headers.get("Retry-After", "")
            if response.status_code != httpx.codes.TOO_MANY_REQUESTS or not wait.isdigit():
                break
            response.close()
            self._sleep(float(wait))
            response = self._http.send(again() if again else request, stream=stream)
        if response.is_error:
            response.read()
            raise Problem.of(response)
        return response


def _written(parameters: Mapping[str, Any]) -> dict[str, str]:
    """Query parameters as the API takes them: true and false in small letters, several values with commas."""
    return {name: _text(value) for name, value in parameters.items() if value is not None}


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return ",".join(map(_text, value)) if isinstance(value, (list, tuple)) else str(value)


def _blocks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while block := file.read(BLOCK):
            yield block
